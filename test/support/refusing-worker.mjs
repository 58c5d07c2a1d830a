/** Refuses whatever runs it is to make. */
process.on('message', () => process.send({ error: 'It cannot be.' }));
process.once('disconnect', () => process.exit());
