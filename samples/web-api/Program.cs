using Microsoft.AspNetCore.Server.Kestrel.Core;
using ResNetGen.Weights;
using Samples.WebApi;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
Settings settings;
ClassifierPool pool;
try
{
    // Before the first request: a service with wrong weights does not start.
    settings = Settings.From(builder.Configuration);
    pool = new ClassifierPool(settings.Weights, settings.Workers, settings.Waiting, settings.MaxBytes);
}
catch (Exception unusable) when (unusable is WeightException or FormatException)
{
    Console.Error.WriteLine(unusable.Message);
    return 1;
}

using (pool)
using (UploadMemory memory = new(settings.UploadBytes))
{
    builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
    builder.WebHost.ConfigureKestrel(server =>
    {
        // What a connection may hold before its request is there, in bytes and in time. Behind that, Upload bounds
        // both.
        KestrelServerLimits limits = server.Limits;
        limits.MaxConcurrentConnections = settings.Connections;
        limits.KeepAliveTimeout = limits.RequestHeadersTimeout = TimeSpan.FromSeconds(settings.IdleSeconds);
        limits.MaxRequestHeadersTotalSize = 16 << 10;
        limits.MaxRequestBufferSize = 64 << 10;
        limits.MaxRequestBodySize = settings.MaxBytes;
        limits.MinRequestBodyDataRate = null;
    });
    builder.Services.AddSingleton(pool);
    builder.Services.AddSingleton(memory);
    builder.Services.AddSingleton(settings);

    await using WebApplication app = builder.Build();
    app.MapPost("/classify", ClassifyEndpoint.AnswerAsync);
    app.MapGet("/health", () => TypedResults.Ok());
    await app.RunAsync();
}

return 0;
