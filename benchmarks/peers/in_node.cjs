// Reads WhatsApp texts with whatsapp-chat-parser: node in_node.cjs MODULES FILE, or MODULES --into FOLDER FILE...
const fs = require('fs');
const path = require('path');
const [modules, ...files] = process.argv.slice(2);
const { parseString } = require(path.join(modules, 'whatsapp-chat-parser'));

function read(file) {
  return parseString(fs.readFileSync(file, 'utf8'), { parseAttachments: false });
}

if (files[0] !== '--into') {
  console.log(read(files[0]).length);
} else {
  const folder = files[1];
  for (const file of files.slice(2)) {
    let rows = [];
    try {
      // The phone's own time, as it was written.
      rows = read(file).map((m) => [
        new Date(m.date.getTime() - m.date.getTimezoneOffset() * 60000).toISOString().slice(0, 16),
        m.author, m.message,
      ]);
    } catch (error) {
      rows = [];
    }
    fs.writeFileSync(path.join(folder, `${path.basename(file)}.json`), JSON.stringify(rows));
  }
}
