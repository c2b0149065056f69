// Light or dark: follows the system until somebody chooses. A preference, so it lives in the browser and not in the link.
import { signal } from "@preact/signals";

const KEY = "graphsvc-theme";
const system = matchMedia("(prefers-color-scheme: dark)");
const stored = () => {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
};

export const dark = signal(isDark());

function isDark(): boolean {
  const chosen = document.documentElement.dataset.theme ?? stored();
  return chosen ? chosen === "dark" : system.matches;
}

export function startTheme() {
  const chosen = stored();
  if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
  dark.value = isDark();
  system.addEventListener("change", () => {
    dark.value = isDark();
  });
}

export function toggleTheme() {
  const next = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  dark.value = isDark();
}
