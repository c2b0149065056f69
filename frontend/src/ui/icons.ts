// The icons of the page, as data. Drawn as SVG elements in the document and as images on the canvas.
import {
  ArrowLeftRight,
  Ban,
  Bot,
  Box,
  Braces,
  Check,
  ChevronDown,
  ChevronLeft,
  ChevronRight,
  CircleAlert,
  CircleCheck,
  CircleQuestionMark,
  Clock,
  Cloud,
  Columns3,
  Copy,
  Database,
  ExternalLink,
  Eye,
  Ghost,
  Globe,
  type IconNode,
  LayoutGrid,
  Link,
  ListTree,
  Minus,
  Moon,
  Network,
  Pencil,
  Plus,
  RefreshCw,
  Search,
  Server,
  Shield,
  SquarePlus,
  SquareTerminal,
  Sun,
  Trash2,
  TriangleAlert,
  User,
  Users,
  VenetianMask,
  X,
} from "lucide";

export const ICONS = {
  globe: Globe,
  network: Network,
  group: Users,
  user: User,
  bot: Bot,
  server: Server,
  ghost: Ghost,
  mask: VenetianMask,
  cloud: Cloud,
  box: Box,
  shield: Shield,
  store: Database,
  grid: LayoutGrid,
  link: Link,
  eye: Eye,
  pen: Pencil,
  create: SquarePlus,
  trash: Trash2,
  terminal: SquareTerminal,
  ok: CircleCheck,
  ban: Ban,
  warn: CircleAlert,
  swap: ArrowLeftRight,
  plus: Plus,
  minus: Minus,
  x: X,
  left: ChevronLeft,
  right: ChevronRight,
  down: ChevronDown,
  search: Search,
  moon: Moon,
  sun: Sun,
  help: CircleQuestionMark,
  columns: Columns3,
  copy: Copy,
  check: Check,
  clock: Clock,
  braces: Braces,
  external: ExternalLink,
  outline: ListTree,
  refresh: RefreshCw,
  alert: TriangleAlert,
} satisfies Record<string, IconNode>;

export type IconName = keyof typeof ICONS;

// One icon for each sort of value.
export function iconOf(column: number, className: string, label: string): IconName {
  switch (column) {
    case 0:
      return className === "external" ? "globe" : "network";
    case 1:
      return "group";
    case 2:
      return "cloud";
    case 3:
      return label === "system:anonymous" ? "ghost" : (USER_ICONS[className] ?? "user");
    case 4:
      return "mask";
    case 5:
      return label.startsWith("/") ? "link" : (RESOURCE_ICONS[className] ?? "grid");
    case 6:
      return ACTION_ICONS[className] ?? "pen";
    default:
      return label.startsWith("101") ? "swap" : (STATUS_ICONS[className] ?? "ok");
  }
}

const USER_ICONS: Record<string, IconName> = {
  person: "user",
  serviceaccount: "bot",
  node: "server",
  system: "server",
};
const RESOURCE_ICONS: Record<string, IconName> = { Workload: "box", RBAC: "shield", Storage: "store", Other: "grid" };
const ACTION_ICONS: Record<string, IconName> = {
  exec: "terminal",
  read: "eye",
  create: "create",
  change: "pen",
  delete: "trash",
};
const STATUS_ICONS: Record<string, IconName> = { ok: "ok", failed: "warn", denied: "ban" };
