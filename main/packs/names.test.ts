import { posix } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idFrom, pathFault, requireId } from "./names.ts";

describe("an id", () => {
  it.each(["sd-turbo", "a", "sdxl_turbo.v1", "0"])("may be %s", (id) => {
    expect(requireId(id)).toBe(id);
  });

  it.each(["", "SD", ".hidden", "a/b", "..", "a..b", "a.", "con", "nul.x", "a b", "é", "x".repeat(65)])(
    "may not be %s",
    (id) => {
      expect(() => requireId(id)).toThrow(/--id cannot be/);
    },
  );

  it("can be made from any name", () => {
    expect(idFrom("Stable Diffusion (v1.5)")).toBe("stable-diffusion-v1.5");
    expect(idFrom("模型")).toBe("pack");
    expect(idFrom("CON")).toBe("pack-con");
    fc.assert(fc.property(fc.string(), (name) => void requireId(idFrom(name))));
  });
});

describe("a path from outside", () => {
  it.each(["model.onnx", "unet/model.onnx", "a b/c-d_e.f"])("may be %s", (path) => {
    expect(pathFault(path)).toBeUndefined();
  });

  it.each(["", "/a", "C:/a", "..", "a/../../b", "a//b", "./a", "a\\b", "a\0b", "a:b", "a/nul", "a./b", "a "])(
    "may not be %j",
    (path) => {
      expect(pathFault(path)).toBeDefined();
    },
  );

  it("never leads out", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("..", ".", "a", "b", "")), (parts) => {
        const path = parts.join("/");
        if (pathFault(path) !== undefined) return;
        expect(posix.join("/root/pack", path).startsWith("/root/pack/")).toBe(true);
      }),
    );
  });
});
