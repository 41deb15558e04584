declare const __TEVO_LOCAL_VERSION__: string

/** The package's version, put in by the build. */
export const version = __TEVO_LOCAL_VERSION__
