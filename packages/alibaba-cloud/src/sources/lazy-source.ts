import type { CredentialsSource } from "@credport/core";

/** A source that is made when it is first asked. Only for one that was passed nothing, since its options are checked no earlier. */
export function lazySource(name: string, make: () => CredentialsSource): CredentialsSource {
  let made: CredentialsSource | undefined;
  return {
    name,
    load: (context) => {
      made ??= make();
      return made.load(context);
    },
  };
}
