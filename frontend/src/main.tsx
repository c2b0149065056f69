// Starts the page.
import { render } from "preact";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/graph.css";
import "./styles/table.css";
import "./styles/panel.css";
import { Boundary } from "./app/boundary";
import { Shell } from "./app/shell";
import { startShortcuts } from "./app/shortcuts";
import { startStore } from "./app/store";
import { startTheme } from "./app/theme";

startTheme();
startStore();
startShortcuts();

const root = document.getElementById("app");
if (root) {
  render(
    <Boundary>
      <Shell />
    </Boundary>,
    root,
  );
}
