// Unpacks the compressed files of @sparticuz/chromium into the folder given.
import { createReadStream, createWriteStream, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";

const from = "node_modules/@sparticuz/chromium/bin";
const to = process.argv[2];
for (const name of readdirSync(from).filter((file) => file.endsWith(".br") && !file.startsWith("fonts"))) {
  await pipeline(createReadStream(join(from, name)), createBrotliDecompress(), createWriteStream(join(to, basename(name, ".br"))));
}
