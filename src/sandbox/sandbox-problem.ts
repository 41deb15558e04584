/** A sandbox cannot be made, changed or deleted so: a name or a token is taken, there are too many, or it would be of no use. */
export class SandboxProblem extends Error {
  constructor(
    readonly kind: 'taken' | 'full' | 'unfit',
    message: string,
  ) {
    super(message)
  }
}
