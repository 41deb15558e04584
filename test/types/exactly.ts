/** Whether two types are the same one. */
export type Same<One, Other> = (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false

/** Does not compile where it is not. */
export function exactly<_Is extends true>(): void {}
