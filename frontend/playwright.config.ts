import { defineConfig } from "@playwright/test";
import { SESSION } from "./tests/sign-in";

// The page is tested against a running server with the demo's data.
export default defineConfig({
  testDir: "tests",
  globalSetup: "./tests/sign-in.ts",
  // Only ends what hangs: a busy machine is slow, not wrong.
  timeout: 300_000,
  fullyParallel: true,
  workers: 2,
  reporter: [["list"]],
  expect: { timeout: 90_000 },
  // What `posted` sends to the server would change the counts that the others compare.
  projects: [
    { name: "recorded", testIgnore: "posted.spec.ts" },
    { name: "posted", testMatch: "posted.spec.ts", dependencies: ["recorded"] },
  ],
  use: {
    storageState: SESSION,
    baseURL: process.env.BASE_URL ?? "http://127.0.0.1:8000",
    viewport: { width: 1440, height: 900 },
    // A trace takes a copy of the page at every step, an eighth of the work: ask for it with --trace=retain-on-failure.
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        // Pages of tests live for seconds: what optimised code costs never comes back, as with the JVM's second compiler.
        "--js-flags=--no-turbofan",
      ],
    },
  },
});
