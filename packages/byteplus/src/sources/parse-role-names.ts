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
    const items: readonly unknown[] = Array.isArray(value) ? value : [];
    return typeof value === "object" && value !== null ? items : undefined;
  } catch {
    return undefined;
  }
}
