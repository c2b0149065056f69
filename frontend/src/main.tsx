// Starts the page.
import { render } from "preact";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/graph.css";
import "./styles/table.css";
import "./styles/panel.css";
import "./styles/print.css";
import { Boundary } from "./shell/boundary";
import { Shell } from "./shell/shell";
import { startShortcuts } from "./shell/shortcuts";
import { startAsking } from "./state/start";
import { startTheme } from "./state/theme";

startTheme();
startAsking();
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
