// @ts-check
import { answerJobs } from './jobs.js'

// Its file is given: it is no dependency of this project.
const { default: axios } = await import(process.argv[2] ?? '')

await answerJobs(axios.VERSION, async ({ body: data, ...request }) => {
  // As text, so that a body that is not JSON is seen as it is; a status is for the program to judge.
  const plain = { transformResponse: (/** @type {string} */ text) => text, validateStatus: () => true }
  const answer = await axios.request({ ...request, data, ...plain })
  return { status: answer.status, text: answer.data }
})
