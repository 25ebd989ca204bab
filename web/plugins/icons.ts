import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import type { Plugin } from "vite";

const SIZES = [180, 192, 512];

/** Draws public/icon.svg as the PNG files that home screens want. */
export function icons(): Plugin {
  return {
    name: "icons",
    apply: "build",
    async generateBundle() {
      await initWasm(readFile(createRequire(import.meta.url).resolve("@resvg/resvg-wasm/index_bg.wasm")));
      const svg = await readFile(new URL("../public/icon.svg", import.meta.url), "utf8");
      // Home screens cut their own corners.
      const square = svg.replace(' rx="12"', "");
      for (const size of SIZES) {
        const png = new Resvg(square, { fitTo: { mode: "width", value: size } }).render().asPng();
        this.emitFile({ type: "asset", fileName: `icon-${String(size)}.png`, source: png });
      }
    },
  };
}
