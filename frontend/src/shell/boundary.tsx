// A fault in the page itself is said, with what is needed to report it.
import { Component, type ComponentChildren } from "preact";
import { Copy } from "../ui/copy";

export class Boundary extends Component<{ children: ComponentChildren }, { fault: Error | null }> {
  override state = { fault: null as Error | null };

  override componentDidCatch(fault: Error) {
    this.setState({ fault });
  }

  override render() {
    const { fault } = this.state;
    if (!fault) return this.props.children;
    return (
      <main class="empty">
        <h1>The page has a fault</h1>
        <p role="alert">{fault.message}</p>
        <div class="acts">
          <a class="btn" href="/">
            Start again
          </a>
          <Copy name="Copy details" text={`${location.href}\n${fault.stack ?? fault.message}`} />
        </div>
      </main>
    );
  }
}
