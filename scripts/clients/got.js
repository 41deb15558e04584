// @ts-check
import { Agent } from 'node:http'
import { answerJobs } from './jobs.js'

// Its file and its version are given: it is no dependency of this project.
const { got } = await import(process.argv[2] ?? '')
const agent = { http: new Agent({ keepAlive: true }) }

await answerJobs(process.argv[3] ?? '', async (request) => {
  const answer = await got({ ...request, agent, throwHttpErrors: false })
  return { status: answer.statusCode, text: answer.body }
})
