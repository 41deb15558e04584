const { expect, test } = require('tevo-local/jest')

const testAtNewYear = test.with({ clock: '2027-01-01T00:00:00Z' })

testAtNewYear('the clock stands still until it is moved', async ({ tevo }) => {
  expect(await tevo.clock.now()).toEqual(new Date('2027-01-01T00:00:00Z'))
  expect(await tevo.clock.advance('15m')).toEqual(new Date('2027-01-01T00:15:00Z'))
})
