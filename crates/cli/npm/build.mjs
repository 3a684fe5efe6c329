// Makes the npm packages: one that people install, and one a platform with its program.
//
//   node build.mjs OUT PLATFORM=PROGRAM…      e.g. dist linux-x64=target/release/nexthop

import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const here = import.meta.dirname;
const [out, ...programs] = process.argv.slice(2);
const main = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));

const wrapper = join(out, "nexthop");
mkdirSync(wrapper, { recursive: true });
for (const part of ["package.json", "bin"]) cpSync(join(here, part), join(wrapper, part), { recursive: true });
copyFileSync(join(here, "../../../README.md"), join(wrapper, "README.md"));

for (const argument of programs) {
  const [platform, program] = argument.split("=");
  const name = `@nexthop/${platform}`;
  if (main.optionalDependencies[name] !== main.version) throw new Error(`${name} is not in package.json in version ${main.version}`);
  const [os, cpu] = platform.split("-");
  const folder = join(out, platform);
  const file = os === "win32" ? "nexthop.exe" : "nexthop";
  mkdirSync(join(folder, "bin"), { recursive: true });
  copyFileSync(program, join(folder, "bin", file));
  chmodSync(join(folder, "bin", file), 0o755);
  const { version, license, repository } = main;
  const description = `The program of nexthop for ${platform}`;
  const manifest = { name, version, description, license, repository, os: [os], cpu: [cpu], files: ["bin"], preferUnplugged: true };
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}
