/** The role names of the metadata service: a JSON array of texts, or one name a line. A JSON object names none. */
export function parseRoleNames(text: string): readonly string[] {
  return (jsonItems(text) ?? text.split("\n"))
    .filter((name): name is string => typeof name === "string")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

function jsonItems(text: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value;
    return typeof value === "object" && value !== null ? [] : undefined;
  } catch {
    return undefined;
  }
}
