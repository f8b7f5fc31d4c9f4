import type {
  Menu as ElectronMenu,
  MenuItem as ElectronMenuItem,
  MenuItemConstructorOptions,
} from 'electron';
import { LoudEmitter, Loud } from '../loud.ts';

type ItemMember =
  | 'accelerator'
  | 'checked'
  | 'click'
  | 'enabled'
  | 'icon'
  | 'id'
  | 'label'
  | 'menu'
  | 'role'
  | 'sublabel'
  | 'submenu'
  | 'toolTip'
  | 'type'
  | 'visible';

export class MenuItem extends Loud implements Pick<ElectronMenuItem, Exclude<ItemMember, 'role'>> {
  readonly id: string;
  readonly role: MenuItemConstructorOptions['role'];
  readonly type: ElectronMenuItem['type'];
  readonly accelerator: NonNullable<ElectronMenuItem['accelerator']> | null;
  readonly submenu?: ElectronMenu;
  readonly click: (...args: never[]) => void;
  label: string;
  sublabel: string;
  toolTip: string;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  icon?: NonNullable<ElectronMenuItem['icon']>;
  menu!: ElectronMenu;

  constructor(options: MenuItemConstructorOptions) {
    super();
    const { submenu } = options;
    const isTemplate = Array.isArray(submenu);
    if (submenu !== undefined) {
      Object.assign(this, { submenu: isTemplate ? Menu.buildFromTemplate(submenu) : submenu });
    }
    this.id = options.id ?? '';
    this.role = options.role;
    this.type = options.type ?? (submenu === undefined ? 'normal' : 'submenu');
    this.accelerator = options.accelerator ?? null;
    // Electron writes its own words for roles; the role's name says as much.
    this.label = options.label ?? options.role ?? '';
    this.sublabel = options.sublabel ?? '';
    this.toolTip = options.toolTip ?? '';
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    if (options.icon !== undefined) this.icon = options.icon;
    this.click = (...args) => {
      if (this.type === 'checkbox') this.checked = !this.checked;
      if (this.type === 'radio') this.#choose();
      options.click?.(
        this as unknown as ElectronMenuItem,
        ...(args as unknown as [window: undefined, event: never]),
      );
    };
  }

  /** Radio items that follow each other are a group. */
  #choose(): void {
    const items = this.menu.items as readonly (Pick<MenuItem, 'type' | 'checked'> | undefined)[];
    const at = items.indexOf(this);
    for (const step of [-1, 1]) {
      for (let i = at + step; items[i]?.type === 'radio'; i += step) uncheck(items[i]);
    }
    this.checked = true;
  }
}

function uncheck(item: Pick<MenuItem, 'checked'> | undefined): void {
  if (item !== undefined) item.checked = false;
}

let applicationMenu: ElectronMenu | null = null;

export class Menu extends LoudEmitter implements Pick<ElectronMenu, 'items' | 'append'> {
  static buildFromTemplate(template: (MenuItemConstructorOptions | ElectronMenuItem)[]): ElectronMenu {
    const menu = new Menu();
    for (const item of template) menu.append(item as ElectronMenuItem);
    return menu as unknown as ElectronMenu;
  }

  static setApplicationMenu(menu: ElectronMenu | null): void {
    applicationMenu = menu;
  }

  static getApplicationMenu(): ElectronMenu | null {
    return applicationMenu;
  }

  readonly items: ElectronMenuItem[] = [];

  append(item: ElectronMenuItem): void {
    const given = item as unknown as MenuItem | MenuItemConstructorOptions;
    const added = given instanceof MenuItem ? given : new MenuItem(given);
    added.menu = this as unknown as ElectronMenu;
    this.items.push(added as unknown as ElectronMenuItem);
  }
}
