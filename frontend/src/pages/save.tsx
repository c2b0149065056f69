// The picture as a file or on paper, as it is seen.
import { drawSeen, loadPen, rangeInWords } from "../picture/drawing";
import { scene } from "../picture/scene";
import { scope } from "../state/scope";
import { Icon } from "../ui/icon";
import { Menu } from "../ui/menu";

const SHARPER = 2;

async function save(asImage: boolean) {
  const pen = await loadPen();
  const drawing = drawSeen(pen, document.body);
  if (!drawing) return;
  const name = pen.fileName([rangeInWords(), scope.value.search]);
  const text = pen.textOf(drawing);
  if (asImage) download(await imageOf(text), `${name}.png`);
  else download(new Blob([text], { type: "image/svg+xml" }), `${name}.svg`);
}

async function imageOf(svg: string): Promise<Blob | null> {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width * SHARPER;
  canvas.height = image.height * SHARPER;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve));
}

function download(blob: Blob | null, name: string) {
  if (!blob) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // Some browsers read it only after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const WAYS: [string, () => unknown][] = [
  ["SVG", () => save(false)],
  ["PNG", () => save(true)],
  ["Print", () => print()],
];

export function Save() {
  if (!scene.value) return null;
  return (
    <Menu
      name="Save the graph"
      class="btn hide"
      label={
        <>
          <Icon name="down" />
          Save
        </>
      }
    >
      {(close) => (
        <div class="choices">
          {WAYS.map(([name, act]) => (
            <button
              type="button"
              class="choice"
              key={name}
              onClick={() => {
                close();
                act();
              }}
            >
              {name}
            </button>
          ))}
        </div>
      )}
    </Menu>
  );
}
