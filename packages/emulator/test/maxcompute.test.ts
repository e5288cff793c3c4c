import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startEmulator, type Emulator, type KeyPair } from "../src/index.js";
import { odpsSignature, odpsStringToSign } from "../src/signatures/odps.js";

let emulator: Emulator<"maxcompute">;
let user: KeyPair;

beforeEach(async () => {
  emulator = await startEmulator({ services: ["maxcompute"], region: "cn-beijing" });
  user = emulator.accounts.createUser();
  await emulator.maxcompute.createTable(
    {
      name: "people",
      columns: [
        { name: "id", type: "bigint", comment: "key" },
        { name: "name", type: "string" },
      ],
    },
    [
      [9_007_199_254_740_993n, "Li"],
      [2n, 'quo"te'],
      [3n, null],
    ],
  );
});

afterEach(() => emulator.close());

interface Call {
  readonly method?: string;
  readonly body?: string;
  readonly keys?: KeyPair & { readonly securityToken?: string };
  readonly date?: number;
  readonly headers?: Record<string, string>;
  readonly region?: string;
}

/** Sends a request signed by hand. */
async function call(path: string, options: Call = {}): Promise<Response> {
  const keys: KeyPair & { readonly securityToken?: string } = options.keys ?? user;
  const { method = "GET", body, date = emulator.clock.now(), region } = options;
  const headers: Record<string, string> = { date: new Date(date).toUTCString(), ...options.headers };
  if (body !== undefined) headers["content-type"] = "application/xml";
  if (keys.securityToken !== undefined) headers["authorization-sts-token"] = keys.securityToken;
  const [rawPath = "", rawQuery = ""] = path.replace(/^\/api/, "").split("?");
  const day = new Date(date).toISOString().slice(0, 10).replaceAll("-", "");
  const scope = region === undefined ? undefined : { day, region, corporation: "aliyun" };
  const signature = odpsSignature(
    keys.accessKeySecret,
    scope,
    odpsStringToSign({ method, rawPath, rawQuery, headers }),
  );
  const place = scope === undefined ? "" : `/${day}/${scope.region}/odps/aliyun_v4_request`;
  headers["authorization"] ??= `ODPS ${keys.accessKeyId}${place}:${signature}`;
  return fetch(emulator.maxcompute.url + path, { method, headers, ...(body === undefined ? {} : { body }) });
}

const submit = async (query: string, taskName = "AnonymousSQLTask"): Promise<string> => {
  const text = query.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const body = `<Instance><Job><Priority>9</Priority><Tasks><SQL><Name>${taskName}</Name><Query>${text}</Query></SQL></Tasks></Job></Instance>`;
  const response = await call("/api/projects/emulator/instances", { method: "POST", body });
  return response.headers.get("location")?.split("/").at(-1) ?? "";
};
const result = async (id: string): Promise<string> => {
  const text = await (await call(`/api/projects/emulator/instances/${id}?result`)).text();
  const [, base64 = ""] = /CDATA\[([^\]]*)\]/.exec(text) ?? [];
  return Buffer.from(base64, "base64").toString();
};
const taskStatus = async (id: string): Promise<string> => {
  const text = await (await call(`/api/projects/emulator/instances/${id}?taskstatus`)).text();
  return /<Status>\w+<\/Status>.*<Status>(\w+)<\/Status>/.exec(text)?.[1] ?? "";
};

describe("who may call", () => {
  test("V2 and V4, users and sessions", async () => {
    const role = emulator.accounts.createRole({ name: "r" });
    const session = emulator.accounts.issueSession({ of: role });
    for (const keys of [user, session]) {
      for (const region of [undefined, "cn-beijing"]) {
        expect(
          (await call("/api/projects/emulator", { keys, ...(region === undefined ? {} : { region }) })).status,
        ).toBe(200);
      }
    }
  });

  const code = async (response: Promise<Response>): Promise<string> =>
    /<Code>(.*)<\/Code>/.exec(await (await response).text())?.[1] ?? "";

  test("wrong secret, region, date, token and unknown keys are refused by their codes", async () => {
    const path = "/api/projects/emulator";
    const wrong = { ...user, accessKeySecret: "wrong" };
    expect(await code(call(path, { keys: wrong }))).toBe("SignatureNotMatch");
    expect(await code(call(path, { region: "cn-hangzhou" }))).toBe("SignatureNotMatch");
    expect(await code(call(path, { keys: { ...user, accessKeyId: "nobody" } }))).toBe("Unauthorized");
    expect(await code(call(path, { headers: { authorization: "none" } }))).toBe("InvalidAuthorization");
    const skewed = await call(path, { date: emulator.clock.now() - 901_000 });
    expect(await skewed.text()).toMatch(/RequestTimeTooSkewd.*now_date:\d{4}-/s);
    const session = emulator.accounts.issueSession({ of: emulator.accounts.createRole({ name: "r" }) });
    expect(await code(call(path, { keys: { ...session, securityToken: "another" } }))).toBe("Unauthorized");
    emulator.accounts.expire();
    expect(await code(call(path, { keys: session }))).toBe("AuthenticationRequestExpired");
  });

  test("bearer tokens, until they expire", async () => {
    const bearer = { "x-odps-bearer-token": emulator.maxcompute.issueBearerToken(60_000), authorization: "" };
    expect((await call("/api/projects/emulator", { headers: bearer })).status).toBe(200);
    emulator.clock.advance(60_000);
    expect(await code(call("/api/projects/emulator", { headers: bearer }))).toBe("AuthenticationRequestExpired");
  });
});

describe("SQL", () => {
  test("selects, joins, aggregates, inserts and creates tables", async () => {
    expect(await result(await submit("SELECT id, name FROM people WHERE id < 3 ORDER BY id;"))).toBe(
      '"id","name"\n"2","quo""te"\n',
    );
    expect(await result(await submit("SELECT name FROM emulator.people WHERE id = 3;"))).toBe('"name"\n\\N\n');
    expect(
      await result(await submit("CREATE TABLE sales (id BIGINT, amount DECIMAL(10,2)) PARTITIONED BY (dt STRING);")),
    ).toBe("OK");
    await submit("INSERT INTO TABLE sales PARTITION (dt='1') VALUES (2, '1.50'), (2, '2.25');");
    const joined =
      "SELECT p.name, count(*) AS n FROM people p JOIN sales s ON p.id = s.id WHERE s.dt = '1' GROUP BY p.name;";
    expect(await result(await submit(joined))).toBe('"name","n"\n"quo""te","2"\n');
    await submit("INSERT OVERWRITE TABLE sales PARTITION (dt='1') SELECT id, '9.00' FROM people WHERE id = 2;");
    expect(await result(await submit("SELECT amount FROM sales;"))).toBe('"amount"\n"9.00"\n');
  });

  test("takes a column's type from the table it is of, and from its values where an alias says otherwise", async () => {
    await emulator.maxcompute.createTable({ name: "a_first", columns: [{ name: "id", type: "timestamp" }] });
    expect(await result(await submit("SELECT id FROM people WHERE id = 2;"))).toBe('"id"\n"2"\n');
    expect(await result(await submit("SELECT name AS id FROM people WHERE id = 2;"))).toBe('"id"\n"quo""te"\n');
  });

  test("writes nested values as JSON with every digit", async () => {
    const columns = [
      { name: "m", type: "map<string,bigint>" },
      { name: "s", type: "struct<t:timestamp,l:array<string>>" },
    ];
    const row = [new Map([["k", 9_007_199_254_740_993n]]), { t: { seconds: -1n, nanos: 5 }, l: ['"', null] }];
    await emulator.maxcompute.createTable({ name: "nested", columns }, [row]);
    const [m, s] = ['{"k":9007199254740993}', '{"t":"1969-12-31 23:59:59.000000005","l":["\\"",null]}'].map(
      (text) => `"${text.replaceAll('"', '""')}"`,
    );
    expect(await result(await submit("SELECT m, s FROM nested;"))).toBe(`"m","s"\n${m},${s}\n`);
  });

  test("keeps every digit of an integer, and reads past comments", async () => {
    expect(await result(await submit("SELECT max(id) AS m FROM people -- all; of them\n;"))).toBe(
      '"m"\n"9007199254740993"\n',
    );
    expect(await result(await submit("SELECT '--' AS s -- text\n;"))).toBe('"s"\n"--"\n');
  });

  test.each([
    [
      "SELECT a -- one\nFROM absent;",
      "ODPS-0130131:[2,6] Semantic analysis exception - table emulator.absent cannot be resolved",
    ],
    [
      "SELECT a\nFROM absent;",
      "ODPS-0130131:[2,6] Semantic analysis exception - table emulator.absent cannot be resolved",
    ],
    ["SELEC 1;", "ODPS-0130161:[1,1] Parse exception - invalid token 'SELEC'"],
    [
      "SELECT missing FROM people;",
      "ODPS-0130071:[1,8] Semantic analysis exception - column missing cannot be resolved",
    ],
  ])("%s fails with its place", async (query, expected) => {
    const id = await submit(query);
    expect(await taskStatus(id)).toBe("Failed");
    expect(await result(id)).toBe(expected);
  });

  test("gives a task's name back as XML can carry it", async () => {
    const id = await submit("SELECT 1;", "a &amp; &lt;b>");
    const answer = await call(`/api/projects/emulator/instances/${id}?taskstatus`);
    expect(await answer.text()).toContain("<Name>a &#38; &#60;b&#62;</Name>");
  });

  test("runs for a while, can be cancelled, and not twice", async () => {
    emulator.maxcompute.runTime = 10_000;
    const [one, other] = [await submit("SELECT 1;"), await submit("SELECT 2;")];
    expect(await taskStatus(one)).toBe("Running");
    const stop = { method: "PUT", body: "<Instance><Status>Terminated</Status></Instance>" };
    expect((await call(`/api/projects/emulator/instances/${other}`, stop)).status).toBe(200);
    expect(await taskStatus(other)).toBe("Cancelled");
    expect((await call(`/api/projects/emulator/instances/${other}`, stop)).status).toBe(409);
    emulator.clock.advance(10_000);
    expect(await taskStatus(one)).toBe("Success");
  });
});

test("a reset forgets tables, schemas, jobs and bearer tokens, and keeps users", async () => {
  emulator.maxcompute.createSchema("extra");
  const bearer = { "x-odps-bearer-token": emulator.maxcompute.issueBearerToken(60_000), authorization: "" };
  const id = await submit("SELECT 1;");
  const schemas = async (): Promise<string> => (await call("/api/projects/emulator/schemas")).text();
  expect(await schemas()).toContain("<Name>extra</Name>");
  await emulator.reset();
  expect(await schemas()).not.toContain("<Name>extra</Name>");
  expect(await schemas()).toContain("<Name>default</Name>");
  expect((await call("/api/projects/emulator/tables/people")).status).toBe(404);
  expect((await call(`/api/projects/emulator/instances/${id}`)).status).toBe(404);
  expect((await call("/api/projects/emulator", { headers: bearer })).status).toBe(401);
});

describe("tables and tunnel", () => {
  test("tells what a table is, and what is not there", async () => {
    const table = await (await call("/api/projects/emulator/tables/people")).text();
    expect(table).toContain('"name":"id","type":"bigint","comment":"key"');
    expect(await (await call("/api/projects/emulator/tables?expectmarker=true")).text()).toContain(
      "<Name>people</Name>",
    );
    expect((await call("/api/projects/emulator/tables/none")).status).toBe(404);
    expect((await call("/api/projects/other")).status).toBe(404);
  });

  test("downloads what is in it, big integers too, and refuses ranges beyond it", async () => {
    const created = await (await call("/projects/emulator/tables/people?downloads", { method: "POST" })).text();
    const { DownloadID, RecordCount }: Record<string, string | number> = JSON.parse(created);
    expect(RecordCount).toBe(3);
    const data = (range: string): Promise<Response> =>
      call(
        `/projects/emulator/tables/people?data&downloadid=${String(DownloadID)}&rowrange=${encodeURIComponent(range)}`,
        {
          headers: { "accept-encoding": "identity" },
        },
      );
    const bytes = Buffer.from(await (await data("(0,1)")).arrayBuffer());
    expect(bytes.subarray(0, 9).toString("hex")).toBe("088280808080808020");
    expect((await data("(0,4)")).status).toBe(400);
    expect((await call("/projects/emulator/tables/people?downloadid=none")).status).toBe(404);
    emulator.clock.advance(24 * 3_600_000);
    const expired = await data("(0,1)");
    expect([expired.status, await expired.text()]).toEqual([409, expect.stringContaining("StatusConflict")]);
  });

  test("a partition has to be named, and to be there", async () => {
    await submit("CREATE TABLE sales (id BIGINT) PARTITIONED BY (dt STRING);");
    await submit("INSERT INTO TABLE sales PARTITION (dt='1') VALUES (2);");
    const create = async (query: string): Promise<readonly [number, string]> => {
      const answer = await call(`/projects/emulator/tables/sales?downloads${query}`, { method: "POST" });
      return [answer.status, await answer.text()];
    };
    expect(await create("")).toEqual([400, expect.stringContaining("MissingPartitionSpec")]);
    expect(await create("&partition=dt%3D2")).toEqual([404, expect.stringContaining("NoSuchPartition")]);
    expect(await create("&partition=dt%3D1")).toEqual([200, expect.stringContaining('"RecordCount":1')]);
  });
});
