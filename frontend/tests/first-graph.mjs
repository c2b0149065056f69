// How long pages take to their first drawn graph, in turns, each time in a browser context that knows nothing yet.
//
//     node tests/first-graph.mjs ROUNDS ADDRESS…
//
// Prints a line of JSON a page: when its graph was on the screen, and when its picture had been asked for and had come,
// in milliseconds since the navigation began. `python -m bench.first_graph` starts the services and this.
import { chromium } from "@playwright/test";

const PATIENCE = 120_000;

const [rounds, ...addresses] = process.argv.slice(2);

// Runs in the page before anything of it does. A frame is on the screen when the one after it begins.
function watch() {
  window.firstGraph = new Promise((resolve) => {
    const look = () => {
      if (!document.querySelector('.graph[data-ready="true"] .anchor')) return;
      watcher.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
    };
    const watcher = new MutationObserver(look);
    watcher.observe(document, { subtree: true, childList: true, attributes: true });
  });
}

async function told() {
  const drawn = await window.firstGraph;
  const picture = performance.getEntriesByType("resource").find(({ name }) => name.includes("/v1/polygraph?"));
  return {
    drawn,
    asked: picture?.requestStart ?? 0,
    answered: picture?.responseEnd ?? 0,
    bytes: picture?.encodedBodySize ?? 0,
    boxes: document.querySelectorAll(".anchor").length,
  };
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
});
try {
  for (let round = 0; round < Number(rounds); round++) {
    for (const address of addresses) {
      // An address carries the token of whoever asks, which browsers would send only when they are asked for it.
      const { username, password, origin } = new URL(address);
      const login = Buffer.from(`${username}:${decodeURIComponent(password)}`).toString("base64");
      const context = await browser.newContext({
        viewport: { width: 1440, height: 900 },
        extraHTTPHeaders: { authorization: `Basic ${login}` },
      });
      const page = await context.newPage();
      page.setDefaultTimeout(PATIENCE);
      await page.addInitScript(watch);
      await page.goto(origin, { waitUntil: "commit" });
      console.log(JSON.stringify({ round, address, ...(await page.evaluate(told)) }));
      await context.close();
    }
  }
} finally {
  await browser.close();
}
