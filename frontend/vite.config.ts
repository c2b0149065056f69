import { copyFile } from "node:fs/promises";
import preact from "@preact/preset-vite";
import { defineConfig } from "vite";

const server = process.env.BASE_URL ?? "http://127.0.0.1:8000";

const proxied = { target: server, changeOrigin: true, headers: { origin: server, "sec-fetch-site": "same-origin" } };

// The package ships the page: the folder is inside the Python package and ignored by git.
const PAGE = "../graphsvc/web/page";

export default defineConfig({
  plugins: [
    preact(),
    // The one chunk that comes later has no parts of its own: a helper of 800 bytes has nothing to fetch ahead.
    {
      name: "nothing-ahead",
      enforce: "pre",
      load: (id) => (id.endsWith("vite/preload-helper.js") ? "export const __vitePreload = (load) => load();" : null),
    },
    { name: "unknown-addresses", closeBundle: () => copyFile(`${PAGE}/index.html`, `${PAGE}/404.html`) },
  ],
  // The renderer as its makers pack it: they shorten names that a bundler has to leave, 1.5 kB less on the wire.
  resolve: { alias: { cytoscape: "cytoscape/dist/cytoscape.esm.min.mjs" } },
  build: {
    outDir: PAGE,
    emptyOutDir: true,
    target: "es2023",
    // Data addresses would need a wider content security policy for fonts and scripts.
    assetsInlineLimit: 0,
    // Whoever reads ES2023 knows the preload of modules: nothing has to stand in for it.
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
    // What the first picture needs is one file: cut along what comes later, it is 1.5 kB more on the wire.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "first", tags: ["$initial"] }] } } },
  },
  // The server looks at where requests come from; sign in there first, cookies do not know ports.
  server: { proxy: Object.fromEntries(["/graphql", "/v1", "/browser", "/login"].map((path) => [path, proxied])) },
});
