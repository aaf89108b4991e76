/** The door between window and main process: every call of the contract, against whatever a page may send. */
import fc from "fast-check";
import { beforeEach, describe, expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { callChannel } from "#contract/channels.ts";
import { type Bridge, CALLS, type CallName, type Reply } from "#contract/ipc.ts";
import { Problem } from "#contract/problem.ts";
import { type Handlers, registerCalls, registerDropped } from "./ipc.ts";

/** Malformed inputs that every call must refuse. */
const CASES = 250;

type Listener = (event: boolean, input: unknown) => Promise<Reply>;

const names = Object.keys(CALLS) as CallName[];
const calls = new Map<string, Listener>();
let handled: { name: CallName; input: unknown }[];
let faults: unknown[];
let respond: () => unknown;

beforeEach(() => {
  calls.clear();
  handled = [];
  faults = [];
  respond = () => undefined;
  const handlers = Object.fromEntries(
    names.map((name) => [
      name,
      (input: unknown) => {
        handled.push({ name, input });
        return respond();
      },
    ]),
  ) as unknown as Handlers;
  registerCalls<boolean>(
    { handle: (channel, listener) => void calls.set(channel, listener) },
    () => handlers,
    { isTrusted: (event) => event, onFault: (_, error) => void faults.push(error) },
  );
});

const send = (name: CallName, input: unknown, isTrusted = true) =>
  calls.get(callChannel(name))!(isTrusted, input);

test("every call of the contract has a handler and a place on the bridge, and nothing else has", () => {
  expect([...calls.keys()].sort()).toEqual(names.map(callChannel).sort());
  expectTypeOf<keyof Handlers>().toEqualTypeOf<CallName>();
  expectTypeOf<Parameters<Bridge["call"]>[0]>().toEqualTypeOf<CallName>();
  // @ts-expect-error A table that lacks calls is none.
  const incomplete: Handlers = { "app.info": () => ({}) as never };
  expect(incomplete).toBeDefined();
});

/** Anything that survives the way from a page: structured data. */
const anything = () =>
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true });

/** Objects that look right from afar: the call's own keys with other values, further keys, a poisoned prototype. */
function lookalikes(schema: z.ZodType): fc.Arbitrary<unknown> {
  const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  const keys = Object.keys(json.properties ?? {});
  const value = fc.oneof(
    anything(),
    fc.string({ maxLength: 5000 }),
    fc.double(),
    fc.integer(),
    fc.constantFrom(null, "", "../../etc/passwd", "a\0b", -1, 1e308, Number.NaN, [], {}, true),
    fc.string().map((text) => text.repeat(1000)),
  );
  const own = fc.record(Object.fromEntries(keys.map((key) => [key, value])), { requiredKeys: [] });
  const strange = fc.dictionary(fc.constantFrom("__proto__", "constructor", "toString", "extra", ""), value);
  return fc.tuple(own, strange).map(([known, further]) => ({ ...known, ...further }));
}

describe.each(names)("%s", (name) => {
  const { input: schema } = CALLS[name];
  const malformed = fc
    .oneof(anything(), lookalikes(schema))
    .filter((input) => !schema.safeParse(input).success);

  test("refuses malformed input in words, and lets none through", async () => {
    await fc.assert(
      fc.asyncProperty(malformed, async (input) => {
        const reply = await send(name, input);
        expect(reply).toMatchObject({ ok: false, error: { code: "bad-input" } });
        expect(Object.values((reply as { error: object }).error).every(Boolean)).toBe(true);
        expect(handled).toEqual([]);
        expect(faults).toEqual([]);
      }),
      { numRuns: CASES },
    );
  });

  test("refuses every page but ours, whatever it sends", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(anything(), lookalikes(schema)), async (input) => {
        expect(await send(name, input, false)).toMatchObject({ ok: false, error: { code: "forbidden" } });
        expect(handled).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

test.each([
  ["a path from our page", true, "/a", true],
  ["a path from another page", false, "/a", false],
  ["what is no path", true, { path: "/a" }, false],
])("of what is dropped, %s is taken as chosen: %s", async (_, isTrusted, path, expected) => {
  const accepted: string[] = [];
  let drop: (isTrusted: boolean, path: unknown) => Promise<boolean> = async () => false;
  const registry = {
    handle: (_channel: string, listener: typeof drop) => {
      drop = listener;
    },
  };
  registerDropped<boolean>(
    registry,
    (event) => event,
    (given) => accepted.push(given) > 0,
  );
  expect(await drop(isTrusted, path)).toBe(expected);
  expect(accepted).toEqual(expected ? [path] : []);
});

test("a handler gets what was checked, not what was sent", async () => {
  await send("app.chooseFiles", { title: "Choose" });
  expect(handled).toEqual([
    { name: "app.chooseFiles", input: { title: "Choose", filters: [], many: false } },
  ]);
});

test("a problem is told in its own words", async () => {
  respond = () => {
    throw new Problem("no-space", "The disk is full.", "Free some space.");
  };
  expect(await send("app.info", undefined)).toMatchObject({
    ok: false,
    error: { code: "no-space", message: "The disk is full.", hint: "Free some space." },
  });
  expect(faults).toEqual([]);
});

test("a fault of ours is logged, and the window learns nothing of it", async () => {
  respond = () => {
    throw new Error("/home/ann/secret prompt");
  };
  const reply = await send("app.info", undefined);
  expect(reply).toMatchObject({ ok: false, error: { code: "fault" } });
  expect(JSON.stringify(reply)).not.toContain("secret");
  expect(faults).toHaveLength(1);
});
