import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import type { Plugin } from "vite";

const TEXT = /\.(js|css|html|svg|webmanifest)$/;
const WORTH_IT = 1024;

/** Lays a .gz and a .br beside every text file: the server hands out whichever the browser takes, at no cost. */
export function compress(): Plugin {
  return {
    name: "compress",
    apply: "build",
    enforce: "post",
    async writeBundle({ dir = "" }, bundle) {
      await Promise.all(Object.keys(bundle).filter((name) => TEXT.test(name)).map(async (name) => {
        const file = join(dir, name);
        const content = await readFile(file);
        if (content.length < WORTH_IT) return;
        await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: 9 }));
        await writeFile(`${file}.br`, await promisify(brotliCompress)(content));
      }));
    },
  };
}
