/** A parameter of an API call. Lists and objects are flattened; `null` and `undefined` vanish. */
export type OpenApiParameter =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly OpenApiParameter[]
  | { readonly [name: string]: OpenApiParameter };

/** The parameters of an API call, by name. */
export type OpenApiParameters = Readonly<Record<string, OpenApiParameter>>;

/** Flattens parameters as OpenAPI wants them ("alibaba-credentials" section 12.2): `Key.1`, `Key.1.Sub`, `Key.Sub`. */
export function flattenParameters(parameters: OpenApiParameters): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).flatMap(([name, value]) => flatten(name, value)));
}

function flatten(name: string, value: OpenApiParameter): (readonly [string, string])[] {
  if (value === undefined || value === null) return [];
  if (typeof value !== "object") return [[name, String(value)]];
  const inner: (readonly [string | number, OpenApiParameter])[] = isList(value)
    ? value.map((item, index) => [index + 1, item])
    : Object.entries(value);
  return inner.flatMap(([key, item]) => flatten(`${name}.${String(key)}`, item));
}

function isList(value: object): value is readonly OpenApiParameter[] {
  return Array.isArray(value);
}
