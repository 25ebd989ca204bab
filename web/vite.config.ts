import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { compress } from "./plugins/compress.ts";
import { icons } from "./plugins/icons.ts";
import { serviceWorker } from "./plugins/serviceWorker.ts";

export default defineConfig({
  plugins: [react(), icons(), serviceWorker(), compress()],
  build: {
    outDir: "../src/shuzhi/ops/web/dist",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    // The map's library is one file of a megabyte, fetched by the pages with a map alone.
    chunkSizeWarningLimit: 1100,
    rollupOptions: {
      input: { index: "index.html", sw: "src/sw.ts" },
      output: { entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "assets/[name]-[hash].js") },
    },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8000" } },
});
