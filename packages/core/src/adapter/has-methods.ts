/** Whether a value has all these methods, its own or inherited: how an adapter recognises a client by its shape. */
export function hasMethods<Name extends string>(
  value: unknown,
  names: readonly Name[],
): value is Record<Name, (...parameters: never[]) => unknown> {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  return names.every((name) => typeof Reflect.get(value, name) === "function");
}

/** Whether a value is a class whose instances have all these methods. */
export function isClassWith<Client, Parameters extends unknown[] = [options: object]>(
  value: unknown,
  names: readonly string[],
): value is new (...parameters: Parameters) => Client {
  return typeof value === "function" && hasMethods(value.prototype, names);
}
