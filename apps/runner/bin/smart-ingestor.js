#!/usr/bin/env node
// Committed so that npm can link the command at install time, before the first build exists.
require('../dist/main.js');
