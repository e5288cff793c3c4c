/** The role names of the metadata service: a JSON array of texts, or one name a line. */
export function parseRoleNames(text: string): readonly string[] {
  return (jsonArray(text) ?? text.split("\n"))
    .filter((name): name is string => typeof name === "string")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

function jsonArray(text: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
