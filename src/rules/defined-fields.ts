/** The fields that an update sets: one left out stays as it is. */
export function definedFields<Fields extends object>(
  update: Fields,
): { [Field in keyof Fields]: Exclude<Fields[Field], undefined> }
export function definedFields(update: object): object {
  return Object.fromEntries(Object.entries(update).filter(([, value]) => value !== undefined))
}
