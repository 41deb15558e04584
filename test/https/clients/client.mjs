import { createHmac } from 'node:crypto'

const target = 'GET api.ticketevolution.com/v9/events?page=1&per_page=1'
const { TEVO_API_TOKEN: token, TEVO_API_SECRET: secret } = process.env
const signature = createHmac('sha256', secret).update(target).digest('base64')
const answer = await fetch(target.replace('GET ', 'https://'), {
  headers: { 'X-Token': token, 'X-Signature': signature },
})
console.log(answer.status, (await answer.json()).per_page)
