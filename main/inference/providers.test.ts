import { describe, expect, it } from "vitest";
import type { Provider } from "#contract/draft.ts";
import type { ProviderStatus } from "#contract/engine.ts";
import { chooseProvider, formatChoice } from "./providers.ts";

const works = (provider: Provider, probeMs: number): ProviderStatus => ({
  ...{ provider, available: true, reason: "", device: `${provider} device`, probeMs },
});
const fails = (provider: Provider, reason: string): ProviderStatus => ({
  ...{ provider, available: false, reason, device: "", probeMs: null },
});

describe("chooseProvider", () => {
  it("takes the first that works in the platform's order", () => {
    const statuses = [
      works("cpu", 40),
      works("webgpu", 4),
      works("cuda", 5),
      works("coreml", 6),
      works("dml", 7),
    ];
    expect(chooseProvider(statuses, undefined, "linux").provider).toBe("cuda");
    expect(chooseProvider(statuses, undefined, "darwin").provider).toBe("coreml");
    const noCuda = statuses.filter(({ provider }) => provider !== "cuda");
    expect(chooseProvider(noCuda, undefined, "win32").provider).toBe("dml");
  });

  it("keeps why each preferred one is not used, and says it", () => {
    const statuses = [
      fails("cuda", "No cuda."),
      fails("tensorrt", "No rt."),
      works("webgpu", 900),
      works("cpu", 30),
    ];
    const choice = chooseProvider(statuses, undefined, "linux");
    expect(choice.provider).toBe("cpu");
    expect(choice.passedOver.map(({ provider }) => provider)).toEqual(["cuda", "tensorrt", "webgpu"]);
    expect(formatChoice(choice)).toBe(
      "Using cpu (cpu device). No cuda. No rt. webgpu is slower than the CPU here " +
        "(900.0 ms against 30.0 ms on the probe graph).",
    );
  });

  it("obeys an override, also a slow one, and refuses one that does not work with the reason", () => {
    const statuses = [fails("cuda", "No cuda."), works("webgpu", 900), works("cpu", 30)];
    expect(chooseProvider(statuses, "webgpu", "linux").provider).toBe("webgpu");
    expect(() => chooseProvider(statuses, "cuda", "linux")).toThrowError(
      expect.objectContaining({
        code: "provider-unavailable",
        message: "No cuda.",
        hint: expect.stringContaining("webgpu, cpu"),
      }),
    );
  });

  it("says so when nothing works", () => {
    expect(() => chooseProvider([fails("cpu", "No cpu.")], undefined, "linux")).toThrowError(
      expect.objectContaining({ code: "provider-unavailable", message: "No cpu." }),
    );
  });
});
