FROM node:22-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
# Without scripts, for `prepare` builds and the source is not here yet: this layer lasts until the lock file changes.
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY fixtures fixtures
COPY src src
RUN npm run build

FROM node:22-slim
ENV NODE_ENV=production
# The root filesystem may be read-only: nothing is kept for the next start.
ENV NODE_DISABLE_COMPILE_CACHE=1
WORKDIR /app
# For `--data /data/world.json`; a named volume mounted here takes over its owner.
RUN install --directory --owner=node --group=node /data
COPY package.json openapi.json control-plane.openapi.json ./
COPY contract contract
COPY fixtures fixtures
COPY --from=build /build/dist dist
# The user `node`, as a number: Kubernetes' runAsNonRoot cannot tell what a name stands for.
USER 1000:1000
EXPOSE 8386
# Over http or https, as the server was started; another port than 8386 needs `--url` (docs/containers.md).
HEALTHCHECK --interval=5s --timeout=3s --start-period=5s --start-interval=1s \
  CMD ["node", "dist/cli.js", "health"]
# What follows the image's name in `docker run` is appended: `--seed 7`, say.
ENTRYPOINT ["node", "--max-semi-space-size=32", "dist/cli.js", "--host", "0.0.0.0"]
