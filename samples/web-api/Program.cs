using ResNetGen.Weights;
using Samples.WebApi;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
Settings settings;
ClassifierPool pool;
try
{
    // Before the first request: a service with wrong weights does not start.
    settings = Settings.From(builder.Configuration);
    pool = new ClassifierPool(settings.Weights, settings.Workers, settings.Waiting);
}
catch (Exception unusable) when (unusable is WeightException or FormatException)
{
    Console.Error.WriteLine(unusable.Message);
    return 1;
}

using (pool)
{
    builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
    builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = settings.MaxBytes);
    builder.Services.AddSingleton(pool);
    builder.Services.AddSingleton(settings);

    await using WebApplication app = builder.Build();
    app.MapPost("/classify", ClassifyEndpoint.AnswerAsync);
    app.MapGet("/health", () => TypedResults.Ok());
    await app.RunAsync();
}

return 0;
