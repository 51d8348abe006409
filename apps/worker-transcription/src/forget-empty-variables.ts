// Empty is the same as not given. The AI SDK reads these by itself, as soon as it is imported, and would end the process.
for (const name of ['OPENAI_BASE_URL', 'OPENAI_API_KEY']) if (process.env[name] === '') delete process.env[name];
