// @ts-check
import { answerJobs } from './jobs.js'

await answerJobs(process.versions.node, async ({ url, body, ...request }) => {
  const answer = await fetch(url, { ...request, ...(body === undefined ? {} : { body }) })
  return { status: answer.status, text: await answer.text() }
})
