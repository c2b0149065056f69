// The frame of every page: name, pages, clusters, time, theme, search.

import { useEffect, useState } from "preact/hooks";
import { AlertsPage } from "../pages/alerts";
import { PolygraphPage } from "../pages/polygraph";
import { Save } from "../pages/save";
import { hasBands, polygraph } from "../state/polygraph";
import { addressOf, badAddress, follow, go, setRange, view } from "../state/router";
import { isReversed, scope } from "../state/scope";
import { dark, toggleTheme } from "../state/theme";
import type { Page } from "../state/url";
import { copyText } from "../ui/copy";
import { count } from "../ui/format";
import { Icon } from "../ui/icon";
import { later } from "../ui/later";
import { ClusterChoice } from "./cluster-choice";
import { Keys } from "./keys";
import { Problems } from "./problems";
import { isSearched, SearchBox } from "./search-box";
import { TimeRange } from "./time-range";

const PAGES: [Page, string][] = [
  ["polygraph", "Polygraph"],
  ["alerts", "Alerts"],
  ["detections", "Detections"],
  ["clusters", "Clusters"],
  ["intake", "Intake"],
];
const SCREENS = {
  polygraph: PolygraphPage,
  alerts: AlertsPage,
  detections: later(() => import("../pages/detections").then((of) => of.DetectionsPage)),
  clusters: later(() => import("../pages/clusters").then((of) => of.ClustersPage)),
  account: later(() => import("../pages/account").then((of) => of.AccountPage)),
  intake: later(() => import("../pages/intake").then((of) => of.IntakePage)),
};
const TIMED: Page[] = ["polygraph", "intake"];

export function Shell() {
  const { page } = view.value;
  const Screen = SCREENS[page];
  useEffect(() => {
    document.title = `${PAGES.find(([id]) => id === page)?.[1] ?? "Account"} · graphsvc`;
  }, [page]);
  return (
    <>
      <Top page={page} />
      <Problems />
      {isSearched(page) ? (
        <div class="tools">
          <SearchBox />
          {page === "polygraph" ? (
            <>
              <SteadyButton />
              <OutlineButton />
              <Save />
            </>
          ) : null}
        </div>
      ) : null}
      {badAddress.value.length ? (
        <p class="notice" role="status">
          Not understood and left out: {badAddress.value.join(", ")}
        </p>
      ) : null}
      {isReversed.value && TIMED.includes(page) ? <Reversed /> : null}
      <Screen />
      <Keys />
    </>
  );
}

function Reversed() {
  const { from, to } = scope.value;
  return (
    <p class="notice" role="status">
      The range ends before it begins.
      <button type="button" class="btn" onClick={() => setRange(to ?? 0, from ?? 0)}>
        Turn it round
      </button>
    </p>
  );
}

function Top({ page }: { page: Page }) {
  return (
    <header class="top">
      <a
        class="brand"
        href="/"
        onClick={(event) => follow(event, { page: "polygraph", q: "", from: "", to: "", clusters: [] })}
      >
        <Logo />
        graphsvc
      </a>
      <nav aria-label="Pages">
        {PAGES.map(([id, name]) => (
          <a
            key={id}
            href={addressOf({ page: id })}
            aria-current={id === page ? "page" : undefined}
            onClick={(event) => follow(event, { page: id })}
          >
            {name}
            {id === "alerts" && polygraph.data.value ? (
              <span class="count">{count(polygraph.data.value.openAlerts)}</span>
            ) : null}
          </a>
        ))}
        <a href="/browser/" target="_blank" rel="noopener" aria-label="Neo4j Browser, in another tab">
          <span>
            <span class="hide">Neo4j </span>Browser
          </span>
          <Icon name="external" />
        </a>
      </nav>
      <span class="grow" />
      {TIMED.includes(page) ? (
        <>
          <ClusterChoice />
          <TimeRange />
          <CopyLink />
        </>
      ) : null}
      <button
        type="button"
        class="icon-button"
        aria-label={dark.value ? "Light theme" : "Dark theme"}
        title="Theme"
        onClick={toggleTheme}
      >
        <Icon name={dark.value ? "sun" : "moon"} />
      </button>
      <a
        class="icon-button"
        href={addressOf({ page: "account" })}
        aria-label="Account"
        aria-current={page === "account" ? "page" : undefined}
        onClick={(event) => follow(event, { page: "account" })}
      >
        <Icon name="user" />
      </a>
    </header>
  );
}

function Logo() {
  const dots = [
    [3.5, 5],
    [3.5, 15],
    [10, 10],
    [16.5, 5],
    [16.5, 15],
  ];
  return (
    <svg class="logo" viewBox="0 0 20 20" aria-hidden="true">
      <path d="M3.5 5C9 5 8 10 10 10S12 5 16.5 5M3.5 15C8 15 8 10 10 10s3 5 6.5 5" />
      {dots.map(([x, y]) => (
        <circle key={`${x} ${y}`} cx={x} cy={y} r={2.2} />
      ))}
    </svg>
  );
}

function CopyLink() {
  const [word, setWord] = useState("Copy a link to this view");
  const copy = async () => {
    setWord((await copyText(location.href)) ? "Copied" : "Not allowed; copy the address");
    setTimeout(() => setWord("Copy a link to this view"), 1500);
  };
  return (
    <button type="button" class="icon-button hide" aria-label={word} title={word} onClick={copy}>
      <Icon name={word === "Copied" ? "check" : "link"} />
    </button>
  );
}

function SteadyButton() {
  const { steady } = view.value;
  if (!steady && !hasBands.value) return null;
  return (
    <button
      type="button"
      class="btn hide"
      aria-pressed={steady}
      title="Steady machine traffic by name, not as a band. Key s"
      onClick={() => go({ steady: !steady })}
    >
      <Icon name="bot" />
      Steady
    </button>
  );
}

function OutlineButton() {
  const { outline } = view.value;
  return (
    <button
      type="button"
      class="btn hide"
      aria-pressed={outline}
      title="Key o"
      onClick={() => go({ outline: !outline })}
    >
      <Icon name="outline" />
      Outline
    </button>
  );
}
