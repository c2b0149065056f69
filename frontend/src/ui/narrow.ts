// Is the window as narrow as a phone? There lists take the place of the picture.
import { signal } from "@preact/signals";

const query = matchMedia("(max-width: 699px)");
export const narrow = signal(query.matches);
query.addEventListener("change", () => {
  narrow.value = query.matches;
});
