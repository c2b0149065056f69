import { copyFile } from "node:fs/promises";
import preact from "@preact/preset-vite";
import { defineConfig } from "vite";

const server = process.env.BASE_URL ?? "http://127.0.0.1:8000";

// The package ships the page: the folder is inside the Python package and ignored by git.
const PAGE = "../graphsvc/web/page";

export default defineConfig({
  plugins: [
    preact(),
    { name: "unknown-addresses", closeBundle: () => copyFile(`${PAGE}/index.html`, `${PAGE}/404.html`) },
  ],
  build: {
    outDir: PAGE,
    emptyOutDir: true,
    target: "es2023",
    // Data addresses would need a wider content security policy for fonts and scripts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
  },
  server: { proxy: { "/graphql": server, "/v1": server, "/browser": server } },
});
