/** Stands where a client insists on a key at construction. No request is ever signed with it. */
export const placeholder = "credport-placeholder";
