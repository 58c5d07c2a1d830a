/** Refuses whatever run it is to make. */
process.once('message', () => process.send({ error: 'It cannot be.' }, () => process.exit()));
