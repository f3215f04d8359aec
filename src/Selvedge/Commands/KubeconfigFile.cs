using System.Text;
using System.Text.Json.Nodes;
using Selvedge.Configuration;
using Selvedge.Control.Api.Reading;

namespace Selvedge.Commands;

/// <summary>The part of a kubeconfig that Selvedge writes and reads: one server, its authority, one token.</summary>
/// <param name="Server">Where the API is.</param>
/// <param name="AuthorityPem">What its certificate is verified by.</param>
/// <param name="Token">The bearer token.</param>
internal sealed record KubeconfigFile(Uri Server, string AuthorityPem, string Token)
{
    /// <summary>The namespace that commands use where none is named.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>The file that commands use: <c>--kubeconfig</c>, <c>KUBECONFIG</c>, or the nearest
    /// <c>.selvedge/kubeconfig</c> upward from here.</summary>
    public static string Locate(string? named)
    {
        if (named is { Length: > 0 })
        {
            return named;
        }

        if (Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } variable)
        {
            return variable.Split(':')[0];
        }

        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, ".selvedge", "kubeconfig");
            if (File.Exists(file))
            {
                return file;
            }
        }

        throw new UsageException(
            "No kubeconfig is found. Start a network with ./selvedge dev, or name one with --kubeconfig FILE.");
    }

    /// <summary>Reads the current context.</summary>
    /// <exception cref="UsageException">The file cannot be read or lacks something.</exception>
    public static KubeconfigFile Read(string path)
    {
        byte[] text;
        try
        {
            text = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} cannot be read: {error.Message}");
        }

        if (!DocumentReader.TryReadOne(text, yaml: true, out var read, out _) || read is not JsonObject root)
        {
            throw new UsageException($"{path} is not a kubeconfig.");
        }

        var context = Named(root, "contexts", (string?)root["current-context"])?["context"];
        var cluster = Named(root, "clusters", (string?)context?["cluster"])?["cluster"];
        var user = Named(root, "users", (string?)context?["user"])?["user"];
        return Uri.TryCreate((string?)cluster?["server"], UriKind.Absolute, out var server) && server is not null
            && (string?)cluster?["certificate-authority-data"] is { } authority
            && (string?)user?["token"] is { } token
                ? new KubeconfigFile(server, Encoding.ASCII.GetString(Convert.FromBase64String(authority)), token)
                {
                    Namespace = (string?)context?["namespace"] is { Length: > 0 } space ? space : "default",
                }
                : throw new UsageException(
                    $"{path} lacks server, certificate-authority-data or token in its current context.");
    }

    /// <summary>Writes it for one user, readable by the owner only.</summary>
    public void Write(string path, string user)
    {
        var authority = Convert.ToBase64String(Encoding.ASCII.GetBytes(AuthorityPem));
        var text = $$"""
            apiVersion: v1
            kind: Config
            current-context: selvedge
            clusters:
              - name: selvedge
                cluster: {server: "{{Server.AbsoluteUri.TrimEnd('/')}}", certificate-authority-data: {{authority}}}
            users:
              - name: {{user}}
                user: {token: {{Token}}}
            contexts:
              - name: selvedge
                context: {cluster: selvedge, user: {{user}}, namespace: default}

            """;
        var fresh = path + ".new";
        using (var file = new FileStream(fresh, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
        }

        File.Move(fresh, path, overwrite: true);
    }

    private static JsonNode? Named(JsonObject root, string list, string? name) =>
        (root[list] as JsonArray)?.FirstOrDefault(entry => (string?)entry?["name"] == name);
}
