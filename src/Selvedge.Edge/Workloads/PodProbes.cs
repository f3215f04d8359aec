using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Selvedge.Core.Workloads;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Workloads;

/// <summary>Asks containers how they are.</summary>
internal sealed class PodProbes : IDisposable
{
    private readonly IContainerRuntime _runtime;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _http;

    /// <summary>Asks nothing yet.</summary>
    public PodProbes(IContainerRuntime runtime, TimeProvider time)
    {
        _runtime = runtime;
        _time = time;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,

            // A connection of its own each time: one that is kept proves nothing of the next.
            PooledConnectionLifetime = TimeSpan.Zero,
        };

        // As in Kubernetes: whose certificate it is, is not looked at.
        handler.SslOptions.RemoteCertificateValidationCallback =
            static (_, certificate, _, _) => certificate is not null;
        _http = new HttpMessageInvoker(handler);
    }

    /// <summary>Asks once.</summary>
    /// <param name="id">The container.</param>
    /// <param name="probe">How.</param>
    /// <param name="pod">Names its ports.</param>
    /// <param name="address">The pod's.</param>
    /// <param name="cancellation">Ends the asking.</param>
    /// <returns>Whether all is well, and why not.</returns>
    public async Task<(bool Success, string Message)> AskAsync(
        string id, Probe probe, PodSpec pod, IPAddress address, CancellationToken cancellation)
    {
        var timeout = TimeSpan.FromSeconds(Math.Max(1, probe.TimeoutSeconds));
        if (probe.Exec is { } exec)
        {
            return await ExecAsync(id, exec, timeout, cancellation);
        }

        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var timer = _time.CreateTimer(
            state => ((CancellationTokenSource)state!).Cancel(), bounded, timeout, Timeout.InfiniteTimeSpan);
        try
        {
            return probe switch
            {
                { HttpGet: { } get } => await GetAsync(get, pod, address, bounded.Token),
                { TcpSocket: { } tcp } => await ConnectAsync(tcp, pod, address, bounded.Token),
                _ => (true, ""),
            };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (false, $"no answer within {timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s");
        }
        catch (Exception error) when (error is HttpRequestException or SocketException or IOException)
        {
            return (false, error.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<(bool Success, string Message)> ExecAsync(
        string id, ExecAction exec, TimeSpan timeout, CancellationToken cancellation)
    {
        var result = await _runtime.ExecAsync(id, exec.Command, timeout, cancellation);
        return result switch
        {
            { TimedOut: true } => (false, $"command did not end within {timeout}"),
            { ExitCode: 0 } => (true, ""),
            _ => (false, $"exit code {result.ExitCode}: {result.Output.Trim()}"),
        };
    }

    private async Task<(bool Success, string Message)> GetAsync(
        HttpGetAction get, PodSpec pod, IPAddress address, CancellationToken cancellation)
    {
        if (get.Port.In(pod) is not { } port)
        {
            return (false, $"no container names the port {get.Port}");
        }

        var path = get.Path.StartsWith('/') ? get.Path : "/" + get.Path;
        var scheme = get.Scheme == "HTTPS" ? "https" : "http";
        using var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri($"{scheme}://{new IPEndPoint(address, port)}{path}"));
        request.Headers.UserAgent.ParseAdd("selvedge-probe");
        foreach (var header in get.HttpHeaders)
        {
            request.Headers.Remove(header.Name);
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }

        using var response = await _http.SendAsync(request, cancellation);
        var status = (int)response.StatusCode;
        return (status is >= 200 and < 400, $"statuscode: {status.ToString(CultureInfo.InvariantCulture)}");
    }

    private static async Task<(bool Success, string Message)> ConnectAsync(
        TcpSocketAction tcp, PodSpec pod, IPAddress address, CancellationToken cancellation)
    {
        if (tcp.Port.In(pod) is not { } port)
        {
            return (false, $"no container names the port {tcp.Port}");
        }

        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(address, port), cancellation);
        return (true, "");
    }
}
