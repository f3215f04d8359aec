using Selvedge.Commands;

return await SelvedgeCommand.RunAsync(args);
