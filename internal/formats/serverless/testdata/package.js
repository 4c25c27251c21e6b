// Runs `serverless package` of version 3 over services: a JSON list of {name, files} comes in, one of {name, text, error} goes into the file
// that is named last; the framework itself prints to the outputs.
// A service of one file serverless.json is packaged within this process; one with more files, whose variables are to be resolved, by the command.
const fs = require("fs");
const os = require("os");
const path = require("path");
const { execFileSync } = require("child_process");

const root = process.argv[2];
const home = path.join(root, "node_modules", "serverless");
const Serverless = require(home);

function folder(files) {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "packaged-"));
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    fs.writeFileSync(path.join(dir, name), text);
  }
  fs.writeFileSync(path.join(dir, "handler.js"), "exports.main = async () => {}\n");
  fs.mkdirSync(path.join(dir, "node_modules"));
  for (const plugin of ["serverless-iam-roles-per-function"]) {
    if (Object.values(files).some((text) => text.includes(plugin))) {
      fs.symlinkSync(path.join(root, "node_modules", plugin), path.join(dir, "node_modules", plugin));
    }
  }
  return dir;
}

async function packaged(files) {
  const dir = folder(files);
  try {
    process.chdir(dir);
    if (Object.keys(files).length === 1 && files["serverless.json"]) {
      const service = new Serverless({
        configuration: JSON.parse(files["serverless.json"]), serviceDir: dir, configurationFilename: "serverless.json",
        isConfigurationResolved: true, hasResolvedCommandsExternally: true, isTelemetryReportedExternally: true,
        commands: ["package"], options: { stage: "dev", region: "us-east-1" },
      });
      await service.init();
      await service.run();
    } else {
      execFileSync(process.execPath, [path.join(home, "bin", "serverless.js"), "package"], { stdio: "pipe" });
    }
    return fs.readFileSync(path.join(dir, ".serverless", "cloudformation-template-update-stack.json"), "utf8");
  } finally {
    process.chdir(os.tmpdir());
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

(async () => {
  const out = [];
  for (const { name, files } of JSON.parse(fs.readFileSync(0, "utf8"))) {
    try {
      out.push({ name, text: await packaged(files) });
    } catch (problem) {
      out.push({ name, error: String(problem.stderr || problem.message || problem).slice(0, 600) });
    }
  }
  const { version } = require(path.join(home, "package.json"));
  fs.writeFileSync(process.argv[3], JSON.stringify({ version, cases: out }));
  process.exit(0);
})();
