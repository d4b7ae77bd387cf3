// The part of .ci/mermaid that Node does. Three commands:
//   page GRAPHS MERMAID    prints a page that renders GRAPHS/*.mmd by the script MERMAID
//   report GRAPHS PAGE     reads the page after it ran, writes GRAPHS/*.svg, compares the labels with GRAPHS/*.names
//   dot GRAPHS             compares the labels of GRAPHS/*-dot.svg with GRAPHS/*.names
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [command, folder, file] = process.argv.slice(2);
const graphs = readdirSync(folder)
    .filter((name) => name.endsWith(".mmd"))
    .map((name) => name.slice(0, -".mmd".length))
    .sort();

const read = (graph, suffix) => readFileSync(join(folder, graph + suffix), "utf8");
const namesOf = (graph) => read(graph, ".names").split("\n").slice(0, -1);
const oneBlank = (text) => text.replace(/\s+/g, " ").trim();
const inScript = (value) => JSON.stringify(value).replaceAll("<", "\\u003c");

/** Runs in the browser. */
async function render(texts) {
    mermaid.initialize({ startOnLoad: false });
    const results = {};
    for (const [graph, text] of Object.entries(texts)) {
        try {
            const { svg } = await mermaid.render("graph-" + graph, text);
            const picture = document.createElement("div");
            picture.innerHTML = svg;
            const labels = [...picture.querySelectorAll(".node .nodeLabel")].map((label) => label.textContent);
            results[graph] = { svg, labels };
        } catch (error) {
            results[graph] = { error: String(error) };
        }
    }
    document.getElementById("results").textContent = encodeURIComponent(JSON.stringify(results));
}

function page() {
    const texts = Object.fromEntries(graphs.map((graph) => [graph, read(graph, ".mmd")]));
    console.log(`<!doctype html><meta charset="utf-8"><body><pre id="results"></pre>
<script src="file://${file}"></script><script>(${render})(${inScript(texts)});</script>`);
}

/** Prints one line for the graph, and one for each name that can't be read; tells whether there was none. */
function compare(graph, labels) {
    const shown = labels.map(oneBlank);
    const expected = namesOf(graph);
    const missing = expected.filter((name) => !shown.some((label) => label.startsWith(oneBlank(name))));
    const right = missing.length === 0 && shown.length === expected.length;
    console.log(`${right ? "rendered" : "failed"}: ${graph}, ${shown.length} of ${expected.length} nodes`);
    missing.forEach((name) => console.log("  not to be read: " + JSON.stringify(name)));
    return right;
}

function report() {
    const found = readFileSync(file, "utf8").match(/<pre id="results">([^<]+)<\/pre>/);
    if (!found) {
        console.log("failed: the page did not end");
        return false;
    }
    const results = JSON.parse(decodeURIComponent(found[1]));
    return graphs.map((graph) => {
        const { svg, labels, error } = results[graph];
        if (error) {
            console.log(`failed: ${graph}, ${error}`);
            return false;
        }
        writeFileSync(join(folder, graph + ".svg"), svg);
        return compare(graph, labels);
    }).every(Boolean);
}

const characters = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const decoded = (text) =>
    text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (entity, decimal, hex, name) =>
        name ? (characters[name] ?? entity) : String.fromCodePoint(parseInt(decimal ?? hex, decimal ? 10 : 16)));

function dot() {
    return graphs.map((graph) =>
        compare(graph, [...read(graph, "-dot.svg").matchAll(/<text [^>]*>(.*?)<\/text>/g)].map((text) => decoded(text[1])))
    ).every(Boolean);
}

process.exitCode = { page, report, dot }[command]() === false ? 1 : 0;
