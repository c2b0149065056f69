import { defineConfig } from "vitest/config";

// The pure modules only: behaviour in a browser is tested by Playwright.
export default defineConfig({ test: { include: ["src/**/*.test.ts"] } });
