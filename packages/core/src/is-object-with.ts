/** Whether a value is an object with this property, its own or inherited. */
export function isObjectWith<Name extends PropertyKey>(value: unknown, name: Name): value is Record<Name, unknown> {
  return typeof value === "object" && value !== null && name in value;
}
