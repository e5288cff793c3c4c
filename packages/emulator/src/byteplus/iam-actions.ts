import { count, type Action, type ActionCall } from "./action.js";

/** The actions of IAM. */
export function iamActions(): Readonly<Record<string, Action>> {
  return { ListUsers: { service: "iam", version: "2018-01-01", run: listUsers } };
}

function listUsers(call: ActionCall): object {
  const query = call.parameters.get("Query") ?? "";
  const users = call.context.accounts.users().filter(({ name }) => name.includes(query));
  const limit = count(call, "Limit", 10);
  const offset = count(call, "Offset", 0);
  return {
    Limit: limit,
    Offset: offset,
    Total: users.length,
    UserMetadata: users.slice(offset, offset + limit).map(({ name, id }) => ({
      AccountId: Number(call.context.accountId),
      Id: Number(id.slice(-8)),
      UserName: name,
      CreateDate: "20260101T000000Z",
    })),
  };
}
