using Selvedge.Lab;

// What runs inside the machines of a lab:
//   Selvedge.Lab defend STATE SECTION INTERFACE   the node's defence by itself; a line on its input: read SECTION again
//   Selvedge.Lab flood KEY=VALUE...               packets of any shape, for a bounded time
//   Selvedge.Lab serve ADDRESS:PORT               answers every HTTP request
//   Selvedge.Lab ask ADDRESS:PORT SECONDS         asks it one request after the other, each on a new connection
return args switch
{
    ["defend", var state, var section, var link] => await DefendCommand.RunAsync(state, section, link),
    ["flood", .. var settings] => FloodCommand.Run(settings),
    ["serve", var address] => await ServeCommand.RunAsync(address),
    ["ask", var address, var seconds] => await AskCommand.RunAsync(address, seconds),
    _ => 2,
};
