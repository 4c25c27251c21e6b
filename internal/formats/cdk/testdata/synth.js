// Has the CDK write the templates of apps: JSON in ({name: source}), JSON out ({name: template or {error}}). NODE_PATH has aws-cdk-lib.
const fs = require('fs'), os = require('os'), path = require('path')
const apps = JSON.parse(fs.readFileSync(0, 'utf8'))
const home = fs.mkdtempSync(path.join(os.tmpdir(), 'synth-'))
fs.mkdirSync(path.join(home, 'src'))
fs.writeFileSync(path.join(home, 'src', 'index.js'), 'exports.handler = async () => {}')
process.chdir(home)
process.env.CDK_CONTEXT_JSON = JSON.stringify({ 'aws:cdk:enable-path-metadata': true, '@aws-cdk/core:validateTemplate': false })
const say = console.log
console.log = console.warn = console.error = () => {}
const said = {}
for (const [name, source] of Object.entries(apps)) {
  const out = path.join(home, name)
  process.env.CDK_OUTDIR = out
  try {
    new Function('require', '__dirname', source)(require, home)
    const file = fs.readdirSync(out).find(f => f.endsWith('.template.json'))
    said[name] = JSON.parse(fs.readFileSync(path.join(out, file), 'utf8'))
  } catch (err) {
    said[name] = { error: String(err.message || err).slice(0, 300) }
  }
}
fs.rmSync(home, { recursive: true })
say(JSON.stringify({ version: require('aws-cdk-lib/package.json').version, said }))
